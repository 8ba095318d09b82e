/** The window on the image: it scrolls when zoomed in, and zooms by keys, wheel and buttons. */
import type { KeyboardEvent, ReactNode } from "react";
import { latinKey } from "../shell/shortcuts.ts";
import type { BoxHandle } from "./box/use-box.ts";
import { useZoom, ZOOMS, type Zoom } from "./use-zoom.ts";

function ZoomKeys({ zoom }: { zoom: Zoom }) {
  const { factor } = zoom;
  const most = ZOOMS.at(-1) ?? 1;
  const percent = `${Math.round(100 * factor)} %`;
  return (
    <fieldset className="zoom-keys">
      <legend className="visually-hidden">Zoom</legend>
      <button
        type="button"
        className="zoom-key"
        aria-label="Zoom out"
        aria-keyshortcuts="-"
        aria-disabled={factor === 1}
        onClick={() => zoom.by(-1)}
      >
        −
      </button>
      <button
        type="button"
        className="zoom-key zoom-level"
        aria-label={`Zoom ${percent}; show the whole image`}
        aria-keyshortcuts="0"
        onClick={zoom.whole}
      >
        {percent}
      </button>
      <button
        type="button"
        className="zoom-key"
        aria-label="Zoom in"
        aria-keyshortcuts="+"
        aria-disabled={factor === most}
        onClick={() => zoom.by(1)}
      >
        +
      </button>
    </fieldset>
  );
}

interface ViewportProps {
  readonly box: BoxHandle;
  /** The image, as wide as its container. */
  readonly children: ReactNode;
}

export function Viewport({ box, children }: ViewportProps) {
  const zoom = useZoom(box);
  const zoomed = zoom.factor > 1;
  const { width, height } = box.size;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") zoom.by(1);
    else if (event.key === "-") zoom.by(-1);
    else if (latinKey(event) === "0") zoom.whole();
    else return;
    event.preventDefault();
  };
  const scrolled = { role: "region", "aria-label": "The image, enlarged", tabIndex: 0 } as const;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys work for all controls inside.
    <div className="viewport-place" onKeyDown={onKeyDown}>
      <div ref={zoom.view} className="viewport" data-zoomed={zoomed} {...(zoomed ? scrolled : {})}>
        <div
          className="viewport-picture"
          style={{
            width: `${100 * zoom.factor}%`,
            maxWidth: `calc(var(--stage-height) * ${zoom.factor * (width / height)})`,
          }}
        >
          {children}
        </div>
      </div>
      <ZoomKeys zoom={zoom} />
    </div>
  );
}
