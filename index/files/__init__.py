"""Files of five formats in, raw texts with what metadata they carry out."""
