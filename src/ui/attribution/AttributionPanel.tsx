/** Where the model looks: two maps of the image, one for every model and one for models that expose attention. */
import { Tabs } from "../kit/Tabs.tsx";
import { AttentionPanel } from "./AttentionPanel.tsx";
import type { MapKind } from "./MapOverlay.tsx";
import { SensitivityPanel } from "./SensitivityPanel.tsx";

interface AttributionPanelProps {
  readonly kind: MapKind;
  readonly onKind: (kind: MapKind) => void;
}

export function AttributionPanel({ kind, onKind }: AttributionPanelProps) {
  return (
    <Tabs<MapKind>
      label="Which map"
      value={kind}
      onChange={onKind}
      tabs={[
        { id: "sensitivity", name: "Sensitivity", content: <SensitivityPanel /> },
        { id: "attention", name: "Attention", content: <AttentionPanel /> },
      ]}
    />
  );
}
