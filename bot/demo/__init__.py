"""A community on this machine: one to look around in, and a tour that plays a whole story and checks every promise.

Everything here is an outsider. It starts the sandbox and a bot as anyone would, and then only speaks the sandbox's
control API, as people do: post, reply, press, fill in, look.
"""
