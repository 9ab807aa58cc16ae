"""describe: the bytes of a file that nobody has seen → a draft of its descriptor, with a question for each doubt."""
