/** The page of acuity curves with its own state, fetched when it is first shown. */
import { use } from "react";
import { useStore } from "zustand";
import { AcuityView } from "./acuity/AcuityView.tsx";
import { AcuityContext } from "./acuity/acuity-context.ts";
import { useActions } from "./app-context.ts";
import { PageFault } from "./fault/FaultNotice.tsx";
import { ServedBadge } from "./models/ServedNote.tsx";
import "./suite/suite.css";

export function AcuityPage() {
  const handle = use(useActions().acuity());
  const fault = useStore(handle.store, (state) => state.fault);
  return (
    <AcuityContext value={handle}>
      <AcuityView badge={<ServedBadge />}>
        <PageFault fault={fault} onDismiss={handle.actions.dismissFault} />
      </AcuityView>
    </AcuityContext>
  );
}
