/** The scale of the image, and the visible part of it: zooming is centred on the evidence box. */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { PixelWindow } from "../../view/box.ts";
import type { BoxHandle } from "./box/use-box.ts";

export const ZOOMS = [1, 1.5, 2, 3, 4, 6, 8] as const;

export interface Zoom {
  readonly factor: number;
  readonly view: RefObject<HTMLDivElement | null>;
  /** One step in, or out. */
  readonly by: (steps: 1 | -1) => void;
  /** To the whole image. */
  readonly whole: () => void;
}

/** Scrolls so that the box is centred in the view, as far as the image allows. */
function showBox(view: HTMLDivElement, { x, y, width, height }: PixelWindow, size: BoxHandle["size"]): void {
  view.scrollLeft = ((x + width / 2) / size.width) * view.scrollWidth - view.clientWidth / 2;
  view.scrollTop = ((y + height / 2) / size.height) * view.scrollHeight - view.clientHeight / 2;
}

export function useZoom(box: BoxHandle | null): Zoom {
  const [step, setStep] = useState(0);
  const view = useRef<HTMLDivElement>(null);
  const latest = useRef(box);
  latest.current = box;
  const factor = ZOOMS[step] ?? 1;
  const by = (steps: 1 | -1) => setStep((now) => Math.min(ZOOMS.length - 1, Math.max(0, now + steps)));

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new factor moves the view, not a moved box.
  useLayoutEffect(() => {
    if (view.current !== null && latest.current !== null)
      showBox(view.current, latest.current.pixels, latest.current.size);
  }, [factor]);

  useEffect(() => {
    const element = view.current;
    if (element === null) return;
    // React listens passively, and a wheel event that is not prevented zooms the whole page.
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      setStep((now) => Math.min(ZOOMS.length - 1, Math.max(0, now + (event.deltaY < 0 ? 1 : -1))));
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  });

  return { factor, view, by, whole: () => setStep(0) };
}
