"""Votes: opening, seeing and counting them (`voting`), and the ballot box (`ballots`)."""
