/** The scene in the address: it is opened from there, and written there while it is edited, so that a reload keeps it. */
import { useEffect, useEffectEvent } from "react";
import { linkOf } from "../../scene/edit/link.ts";
import { useScene, useScenesActions } from "./scenes-context.ts";

/** How long the scene rests before it is written, in milliseconds: browsers limit how often an address changes. */
const REST = 400;

const addressed = (): string => (location.hash.startsWith("#scenes/") ? location.hash.slice(8) : "");

/** The text that the page wrote or opened last, so that it does not open its own. */
let latest = "";

export function useSceneAddress(): void {
  const scene = useScene();
  const { openText } = useScenesActions();
  const follow = useEffectEvent(() => {
    const text = addressed();
    if (text === "" || text === latest) return;
    latest = text;
    void openText(text);
  });
  useEffect(() => {
    const changed = () => follow();
    follow();
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => {
      const link = linkOf(scene, null);
      const begun = location.hash.startsWith("#scenes");
      if (!begun) return;
      latest = link.ok ? link.value : "";
      history.replaceState(history.state, "", link.ok ? `#scenes/${link.value}` : "#scenes");
    }, REST);
    return () => clearTimeout(timer);
  }, [scene]);
}
