"""What is said when something went wrong that nobody foresaw."""


def unexpected(reference: str) -> str:
    return (
        f"Something went wrong on my side, and I've noted it as `{reference}`. Nothing you made is lost. "
        "Try again in a minute; if it happens again, tell whoever runs Callsheet that reference."
    )
