/* The whole model as one loop, as plain and as fast as the author could make it: the limit to measure engines against.
   Behavior is defined by src/redesign/simulation/office.py; the arrays are those of tasks.py. What happens at the same
   tick happens in the order of the keys: ends of work, ends of absences, starts of absences, joining, each by number.

       cc -O3 -march=native -shared -fPIC -o loop.so loop.c                                                          */
#include <stdint.h>
#include <stdlib.h>

enum { CLASSES = 3 };
enum kind { END_OF_WORK, END_OF_ABSENCE, START_OF_ABSENCE, JOINING };

typedef struct { int64_t tick, key; } event;            /* key = kind << 40 | number of the task or absence */
typedef struct { int64_t head, tail; } line;
typedef struct { int64_t idle; line absences, waiting[CLASSES]; } station;

static int64_t key_of(enum kind kind, int64_t number) { return (int64_t)kind << 40 | number; }
static int before(event a, event b) { return a.tick < b.tick || (a.tick == b.tick && a.key < b.key); }

static event *heap;
static int64_t size;

static void push(int64_t tick, int64_t key) {
    event new = {tick, key};
    int64_t i = size++;
    for (; i && before(new, heap[(i - 1) / 2]); i = (i - 1) / 2) heap[i] = heap[(i - 1) / 2];
    heap[i] = new;
}

static void pop(void) {
    event last = heap[--size];
    int64_t i = 0, child;
    while ((child = 2 * i + 1) < size) {
        child += child + 1 < size && before(heap[child + 1], heap[child]);
        if (before(last, heap[child])) break;
        heap[i] = heap[child];
        i = child;
    }
    heap[i] = last;
}

static void append(line *l, int64_t *behind, int64_t item) {
    behind[item] = -1;
    if (l->head < 0) l->head = item; else behind[l->tail] = item;
    l->tail = item;
}

static int64_t shift(line *l, const int64_t *behind) {
    int64_t item = l->head;
    l->head = behind[item];
    return item;
}

/* `arrivals`: tasks that join within the year on their own, in order; `joined`: their ticks, -1 for the rest;
   `start`: -1 everywhere. Both are filled in. Returns 0, or 1 where there is no memory. */
int simulate(int64_t horizon, int64_t stations, const int32_t *servers, int64_t tasks, const int32_t *where,
             const int8_t *queue_class, const int64_t *ready, const int64_t *hold, const int64_t *deadline,
             const int32_t *following, const int64_t *delay, int64_t absences, const int32_t *absence_where,
             const int64_t *absence_start, const int64_t *absence_length, int64_t arrivals, const int64_t *arrival,
             int64_t *joined, int64_t *start) {
    int64_t room = 1, arrived = 0, left = 0;
    station *office = malloc((stations + 1) * sizeof *office);
    int64_t *behind = malloc((tasks + 1) * sizeof *behind), *behind_absence = malloc((absences + 1) * sizeof *behind);
    for (int64_t t = 0; t < tasks; t++) room += following[t] >= 0;
    for (int64_t m = 0; m < stations; m++) room += servers[m];
    heap = malloc(room * sizeof *heap), size = 0;
    if (!office || !behind || !behind_absence || !heap) return 1;
    for (int64_t m = 0; m < stations; m++)
        office[m] = (station){servers[m], {-1, -1}, {{-1, -1}, {-1, -1}, {-1, -1}}};

    for (;;) {
        event next = {INT64_MAX, INT64_MAX}, other;
        enum { HEAP, ABSENCE, ARRIVAL } from = HEAP;
        if (size) next = heap[0];
        if (left < absences && before(other = (event){absence_start[left], key_of(START_OF_ABSENCE, left)}, next))
            next = other, from = ABSENCE;
        if (arrived < arrivals
            && before(other = (event){ready[arrival[arrived]], key_of(JOINING, arrival[arrived])}, next))
            next = other, from = ARRIVAL;
        if (next.tick >= horizon) break;
        int64_t now = next.tick, number = next.key & (((int64_t)1 << 40) - 1);
        enum kind kind = next.key >> 40;
        if (from == HEAP) pop(); else if (from == ABSENCE) left++; else arrived++;

        if (kind == JOINING) {
            station *here = &office[where[number]];
            joined[number] = now;
            if (!here->idle) append(&here->waiting[queue_class[number]], behind, number);
            else if (deadline[number] >= now) {
                here->idle--;
                start[number] = now;
                push(now + hold[number], key_of(END_OF_WORK, number));
            }
            continue;
        }
        if (kind == START_OF_ABSENCE) {
            station *here = &office[absence_where[number]];
            if (here->idle) here->idle--, push(now + absence_length[number], key_of(END_OF_ABSENCE, number));
            else append(&here->absences, behind_absence, number);
            continue;
        }
        station *here = &office[kind == END_OF_WORK ? where[number] : absence_where[number]];
        if (kind == END_OF_WORK && following[number] >= 0) push(now + delay[number], key_of(JOINING, following[number]));
        if (here->absences.head >= 0) {
            int64_t away = shift(&here->absences, behind_absence);
            push(now + absence_length[away], key_of(END_OF_ABSENCE, away));
            continue;
        }
        int64_t taken = -1;
        for (int c = 0; c < CLASSES && taken < 0; c++)
            while (here->waiting[c].head >= 0 && taken < 0) {
                int64_t first = shift(&here->waiting[c], behind);
                if (deadline[first] >= now) taken = first;   /* else it has lapsed, and nobody serves it */
            }
        if (taken < 0) here->idle++;
        else {
            start[taken] = now;
            push(now + hold[taken], key_of(END_OF_WORK, taken));
        }
    }
    free(office), free(behind), free(behind_absence), free(heap);
    return 0;
}
