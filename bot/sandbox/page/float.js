// A panel that floats over the page by its anchor, wherever there is more room, and is never clipped.

const GAP_PX = 4;
const MARGIN_PX = 8;
const TALLEST_PX = 360;

/** Keeps `panel` (position: fixed) at `anchor` until the function returned is called. */
export function floatBy(panel, anchor) {
  const place = () => {
    const box = anchor.getBoundingClientRect();
    const below = innerHeight - box.bottom - GAP_PX - MARGIN_PX;
    const above = box.top - GAP_PX - MARGIN_PX;
    const up = below < Math.min(panel.scrollHeight, TALLEST_PX) && above > below;
    const width = Math.max(box.width, Math.min(240, innerWidth - 2 * MARGIN_PX));
    Object.assign(panel.style, {
      left: `${Math.max(MARGIN_PX, Math.min(box.left, innerWidth - width - MARGIN_PX))}px`,
      width: `${width}px`,
      maxHeight: `${Math.min(TALLEST_PX, up ? above : below)}px`,
      top: up ? "auto" : `${box.bottom + GAP_PX}px`,
      bottom: up ? `${innerHeight - box.top + GAP_PX}px` : "auto",
    });
  };
  const scrolled = (event) => !panel.contains(event.target) && place();
  place();
  window.addEventListener("scroll", scrolled, true);
  window.addEventListener("resize", place);
  return () => {
    window.removeEventListener("scroll", scrolled, true);
    window.removeEventListener("resize", place);
  };
}
