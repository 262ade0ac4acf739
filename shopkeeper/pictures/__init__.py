"""The program takes its own pictures for the documentation: `python3 dev.py pictures`."""
