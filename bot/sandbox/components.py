"""Components of messages and modals: Discord's rules for them, and the form Discord keeps them in.

Source: discord-api-docs, components/reference.mdx.
"""

from collections.abc import Callable, Iterator

from bot.sandbox.errors import Form
from bot.sandbox.inputs import LABELLED, check_input, check_select
from bot.sandbox.kinds import (
    BUTTON,
    CONTAINER,
    FILE,
    GALLERY,
    LABEL,
    LINK,
    PREMIUM,
    ROW,
    SECTION,
    SELECTS,
    SEPARATOR,
    TEXT,
    TEXT_INPUT,
    THUMBNAIL,
    allowed,
    text,
    walk,
    wrong_type,
)
from bot.sandbox.world import Json

STYLES = (1, 2, 3, 4, LINK, PREMIUM)
CONTAINED = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR)
TOP_V2 = (*CONTAINED, CONTAINER)
MODAL_TOP = (ROW, TEXT, LABEL)
MOST_ROWS, ROW_WIDTH, MOST_V2, MOST_V2_TEXT = 5, 5, 40, 4_000
MOST_ALT_TEXT, MOST_MEDIA_URL, WHITE = 1_024, 2_048, 0xFFFFFF

Media = Callable[[str], tuple[Json, str | None, int | None]]


def check_message(form: Form, components: list[Json], v2: bool) -> None:
    """Note every fault of a message's components; `v2` is the IS_COMPONENTS_V2 flag."""
    allowed(form, "components", components, TOP_V2 if v2 else (ROW,))
    if form.errors:
        return
    if not v2:
        form.length("components", len(components), 0, MOST_ROWS)
    for index, component in enumerate(components):
        _check(form, f"components.{index}", component)
    every = list(walk(components))
    if v2 and len(every) > MOST_V2:
        form.fault(
            "components",
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            f"The message cannot have more than {MOST_V2} components in total.",
        )
    if v2 and sum(len(c.get("content") or "") for c in every if c["type"] == TEXT) > MOST_V2_TEXT:
        form.fault(
            "components",
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            f"The total displayable text cannot exceed {MOST_V2_TEXT} characters.",
        )
    _unique(form, "components", every)


def check_modal(form: Form, data: Json) -> None:
    """Note every fault of a modal (callback type 9). Source: receiving-and-responding.mdx, "Modal"."""
    text(form, "custom_id", data.get("custom_id"), 1, 100)
    text(form, "title", data.get("title"), 1, 45)
    components = data.get("components") or []
    form.length("components", len(components), 1, 5)
    allowed(form, "components", components, MODAL_TOP)
    if form.errors:
        return
    for index, component in enumerate(components):
        path = f"components.{index}"
        if component["type"] == ROW:
            inside = component.get("components") or []
            form.length(f"{path}.components", len(inside), 1, 1)
            allowed(form, f"{path}.components", inside, (TEXT_INPUT,))
            if inside and inside[0].get("type") == TEXT_INPUT:
                check_input(form, f"{path}.components.0", inside[0], labelled=False)
        elif component["type"] == LABEL:
            text(form, f"{path}.label", component.get("label"), 1, 45)
            text(form, f"{path}.description", component.get("description") or "", 0, 100)
            inner = component.get("component")
            if not isinstance(inner, dict):
                form.required(f"{path}.component")
            elif inner.get("type") not in LABELLED:
                wrong_type(form, f"{path}.component", LABELLED)
            else:
                check_input(form, f"{path}.component", inner, labelled=True)
        else:
            _check(form, path, component)
    _unique(form, "components", list(walk(components)))


def _unique(form: Form, path: str, every: list[Json]) -> None:
    seen: set[object] = set()
    for component in every:
        custom_id = component.get("custom_id")
        if custom_id is not None and custom_id in seen:
            form.fault(path, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
        seen.add(custom_id)
    numbers = [component["id"] for component in every if component.get("id")]
    if len(numbers) != len(set(numbers)):
        form.fault(path, "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")


def _check(form: Form, path: str, component: Json) -> None:
    kind = component["type"]
    inside = component.get("components") or []
    if kind == ROW:
        _check_row(form, path, inside)
    elif kind == TEXT:
        text(form, f"{path}.content", component.get("content"), 1, MOST_V2_TEXT)
    elif kind == SECTION:
        form.length(f"{path}.components", len(inside), 1, 3)
        allowed(form, f"{path}.components", inside, (TEXT,))
        accessory = component.get("accessory")
        if not isinstance(accessory, dict):
            form.required(f"{path}.accessory")
        elif accessory.get("type") == BUTTON:
            _check_button(form, f"{path}.accessory", accessory)
        elif accessory.get("type") == THUMBNAIL:
            _check_media(form, f"{path}.accessory.media", accessory.get("media"))
            text(form, f"{path}.accessory.description", accessory.get("description") or "", 0, MOST_ALT_TEXT)
        else:
            wrong_type(form, f"{path}.accessory", (BUTTON, THUMBNAIL))
    elif kind == GALLERY:
        items = component.get("items") or []
        form.length(f"{path}.items", len(items), 1, 10)
        for index, item in enumerate(items):
            _check_media(form, f"{path}.items.{index}.media", item.get("media"))
            text(form, f"{path}.items.{index}.description", item.get("description") or "", 0, MOST_ALT_TEXT)
    elif kind == SEPARATOR:
        if component.get("spacing") not in (None, 1, 2):
            form.fault(f"{path}.spacing", "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
    elif kind == FILE:
        _check_media(form, f"{path}.file", component.get("file"))
        if not str((component.get("file") or {}).get("url")).startswith("attachment://"):
            form.fault(f"{path}.file.url", "INVALID_URL", "A file must point at an attachment://<filename>.")
    elif kind == CONTAINER:
        form.length(f"{path}.components", len(inside), 1, MOST_V2)
        if not 0 <= (component.get("accent_color") or 0) <= WHITE:
            form.fault(f"{path}.accent_color", "NUMBER_TYPE_MAX", f"int value should be between 0 and {WHITE}.")
        allowed(form, f"{path}.components", inside, CONTAINED)
        for index, child in enumerate(inside):
            if isinstance(child, dict) and child.get("type") in CONTAINED:
                _check(form, f"{path}.components.{index}", child)


def _check_media(form: Form, path: str, media: object) -> None:
    url = media.get("url") if isinstance(media, dict) else None
    if not isinstance(url, str) or not url:
        form.required(f"{path}.url")
    elif len(url) > MOST_MEDIA_URL:
        form.length(f"{path}.url", len(url), 0, MOST_MEDIA_URL)
    elif not url.startswith(("http://", "https://", "attachment://")):
        form.fault(
            f"{path}.url",
            "URL_TYPE_INVALID_SCHEME",
            f"Scheme \"{url.partition(':')[0]}\" is not supported. Scheme must be one of ('http', 'https').",
        )


def _check_row(form: Form, path: str, inside: list[Json]) -> None:
    form.length(f"{path}.components", len(inside), 1, ROW_WIDTH)
    allowed(form, f"{path}.components", inside, (BUTTON, *sorted(SELECTS)))
    selects = [c for c in inside if isinstance(c, dict) and c.get("type") in SELECTS]
    if selects and len(inside) > 1:
        form.fault(
            f"{path}.components",
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
            "The specified component exceeds the maximum width",
        )
    for index, component in enumerate(inside):
        if not isinstance(component, dict):
            continue
        if component.get("type") == BUTTON:
            _check_button(form, f"{path}.components.{index}", component)
        elif component.get("type") in SELECTS:
            check_select(form, f"{path}.components.{index}", component)


def _check_button(form: Form, path: str, button: Json) -> None:
    style, url, custom_id = button.get("style"), button.get("url"), button.get("custom_id")
    text(form, f"{path}.label", button.get("label") or "", 0, 80)
    if style not in STYLES:
        form.fault(f"{path}.style", "BASE_TYPE_CHOICES", f"Value must be one of {STYLES}.")
    elif url is not None and custom_id is not None:
        form.fault(
            path,
            "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
            "A custom id and url cannot both be specified",
        )
    elif style == LINK:
        text(form, f"{path}.url", url, 1, 512)
    elif style == PREMIUM:
        text(form, f"{path}.sku_id", button.get("sku_id"), 1, 20)
        for key in ("custom_id", "label", "url", "emoji"):
            if button.get(key):
                form.fault(f"{path}.{key}", "BUTTON_COMPONENT_INVALID_FIELD", f"A premium button has no {key}")
    elif custom_id is None:
        form.fault(f"{path}.custom_id", "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required")
    else:
        text(form, f"{path}.custom_id", custom_id, 1, 100)
    if style != PREMIUM and button.get("sku_id"):
        form.fault(f"{path}.sku_id", "BUTTON_COMPONENT_INVALID_FIELD", "Only a premium button has a sku_id")
    if style != PREMIUM and not button.get("label") and not button.get("emoji"):
        form.fault(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A label or emoji is required")


def keep(components: list[Json], media: Media) -> list[Json]:
    """The components as Discord keeps them: numbered, defaults filled in, media resolved.

    `media(url)` gives the media object, and the file's name and size in bytes where it is an attachment.
    """
    taken = {component["id"] for component in walk(components) if component.get("id")}
    fresh = (number for number in range(1, 10_000) if number not in taken)
    return [_keep(component, fresh, media) for component in components]


def _keep(component: Json, fresh: Iterator[int], media: Media) -> Json:
    kept = {key: value for key, value in component.items() if value is not None}
    kind = kept["type"]
    if not kept.get("id"):
        kept["id"] = next(fresh)
    if "components" in kept:
        kept["components"] = [_keep(child, fresh, media) for child in kept["components"]]
        for child in kept["components"] if kind == ROW else ():
            if child["type"] in SELECTS:
                child.pop("required", None)  # means something in modals only, where selects sit in labels
    for key in ("accessory", "component"):
        if key in kept:
            kept[key] = _keep(kept[key], fresh, media)
    if kind in SELECTS:
        kept.setdefault("min_values", 1)
        kept.setdefault("max_values", 1)
        if chosen := kept.pop("default_values", None):
            # A snowflake, also from a number.
            kept["default_values"] = [{**one, "id": str(one["id"])} for one in chosen]
    elif kind == SEPARATOR:
        kept.setdefault("divider", True)
        kept.setdefault("spacing", 1)
    elif kind == CONTAINER:
        kept.setdefault("accent_color", None)
        kept.setdefault("spoiler", False)
    elif kind == GALLERY:
        kept["items"] = [
            {
                "media": media(item["media"]["url"])[0],
                "description": item.get("description"),
                "spoiler": item.get("spoiler") or False,
            }
            for item in kept["items"]
        ]
    elif kind == FILE:
        kept["file"], kept["name"], kept["size"] = media(kept["file"]["url"])
        kept.setdefault("spoiler", False)
    elif kind == THUMBNAIL:
        kept["media"] = media(kept["media"]["url"])[0]
        kept.setdefault("description", None)
        kept.setdefault("spoiler", False)
    return kept
