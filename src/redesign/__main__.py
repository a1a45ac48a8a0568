"""`python -m redesign` is the command line too."""

from redesign.cli import main

if __name__ == "__main__":
    main(prog_name="redesign")
