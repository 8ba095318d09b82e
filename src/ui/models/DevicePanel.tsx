/** What runs where, why, and how to choose otherwise: opened by the header's chip. */
import { lazy, type ReactElement } from "react";
import { Part } from "../fault/Part.tsx";
import { Popover } from "../kit/Popover.tsx";

const DeviceFacts = lazy(async () => ({ default: (await import("./DeviceFacts.tsx")).DeviceFacts }));

export function DevicePanel({ trigger }: { trigger: ReactElement }) {
  return (
    <Popover title="What runs where" trigger={trigger}>
      <Part name="What runs where" meanwhile={<div className="device-panel" />}>
        <DeviceFacts />
      </Part>
    </Popover>
  );
}
