/** Scenes side by side, each with its evidence box, from large evidence to small. */
import { useState } from "react";
import type { GalleryItem } from "../../app/images/gallery.ts";
import { useRoving } from "../shared/use-roving.ts";

/** The address of a scene's image, relative to the page. */
function sceneUrl(item: GalleryItem): string {
  return new URL(`gallery/${item.image}`, document.baseURI).href;
}

/** The share of the image that the box covers, such as "2.6 %". */
function share(item: GalleryItem): string {
  const percent = ((item.box[2] * item.box[3]) / (item.width * item.height)) * 100;
  return `${percent < 1 ? percent.toFixed(1) : Math.round(percent)} %`;
}

interface SceneProps {
  readonly item: GalleryItem;
  readonly open: boolean;
  readonly tabStop: boolean;
  readonly onOpen: (id: string) => void;
  readonly onFocus: (id: string) => void;
}

function Scene({ item, open, tabStop, onOpen, onFocus }: SceneProps) {
  const [x, y, width, height] = item.box;
  return (
    <div
      className="scene"
      role="option"
      aria-selected={open}
      aria-label={`${item.title}: ${item.question} The evidence is ${share(item)} of the image.`}
      title={`${item.title}: ${item.question}`}
      tabIndex={tabStop ? 0 : -1}
      onClick={() => onOpen(item.id)}
      onFocus={() => onFocus(item.id)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        onOpen(item.id);
      }}
    >
      <svg className="scene-picture" viewBox={`0 0 ${item.width} ${item.height}`} aria-hidden="true">
        <image href={sceneUrl(item)} width={item.width} height={item.height} />
        <rect className="scene-box" x={x} y={y} width={width} height={height} />
      </svg>
      <span className="scene-share">{share(item)}</span>
    </div>
  );
}

interface SceneListProps {
  readonly items: readonly GalleryItem[];
  readonly openItem: string | null;
  readonly onOpen: (id: string) => void;
}

export function SceneList({ items, openItem, onOpen }: SceneListProps) {
  const [focused, setFocused] = useState<string | null>(null);
  const { ref, onKeyDown } = useRoving<HTMLDivElement>();
  const stop =
    items.find((item) => item.id === focused) ?? items.find((item) => item.id === openItem) ?? items[0];
  return (
    <div
      className="scenes"
      role="listbox"
      aria-label="Scenes"
      aria-orientation="horizontal"
      ref={ref}
      onKeyDown={onKeyDown}
    >
      {items.map((item) => (
        <Scene
          key={item.id}
          item={item}
          open={item.id === openItem}
          tabStop={item === stop}
          onOpen={onOpen}
          onFocus={setFocused}
        />
      ))}
    </div>
  );
}
