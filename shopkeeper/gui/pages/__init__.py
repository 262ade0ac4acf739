"""The places of the program, one module or folder each; they never import each other."""
