/** The scene studio with its own state, fetched when it is first shown. */
import { use } from "react";
import { useActions } from "../app-context.ts";
import { ScenesView } from "./ScenesView.tsx";
import { ScenesContext } from "./scenes-context.ts";

export function ScenesPage() {
  const handle = use(useActions().scenes());
  return (
    <ScenesContext value={handle}>
      <ScenesView />
    </ScenesContext>
  );
}
