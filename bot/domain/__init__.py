"""Pure rules of the film set: values and functions, no IO, no clock, no Discord."""
