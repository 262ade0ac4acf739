"""What can be done without a window: the commands, their options, their answers; for the command line and the pipe alike."""
