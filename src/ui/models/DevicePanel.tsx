/** Which backends were chosen, why, and how to override them: opened by the header's chip. */
import { lazy, type ReactElement } from "react";
import { Part } from "../fault/Part.tsx";
import { Popover } from "../kit/Popover.tsx";

const DeviceFacts = lazy(async () => ({ default: (await import("./DeviceFacts.tsx")).DeviceFacts }));

export function DevicePanel({ trigger }: { trigger: ReactElement }) {
  return (
    <Popover title="Device and backends" trigger={trigger}>
      <Part name="The device panel" meanwhile={<div className="device-panel" />}>
        <DeviceFacts />
      </Part>
    </Popover>
  );
}
