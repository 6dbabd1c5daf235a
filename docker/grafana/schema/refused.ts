// What the check has to refuse: the compiler fails where an error that is announced does not occur.
import type { Board } from './board';

type Panel = Board['panels'][number];

const source = { type: 'prometheus', uid: 'prometheus' };
const panel: Panel = {
  id: 1,
  type: 'timeseries',
  title: 'Fine',
  description: 'Fine.',
  datasource: source,
  gridPos: { x: 0, y: 0, w: 12, h: 8 },
  fieldConfig: { defaults: { unit: 'short', min: 0 }, overrides: [] },
  options: {
    legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
    tooltip: { mode: 'multi', sort: 'desc' },
  },
  targets: [{ refId: 'A', expr: 'up', legendFormat: 'up', datasource: source }],
};

export const fine: Board = { uid: 'a', title: 'A', schemaVersion: 39, refresh: '15s', panels: [panel] };
// @ts-expect-error A field that Grafana does not know.
export const unknownField: Board = { ...fine, colour: 'dark' };
// @ts-expect-error A value of another kind.
export const textForNumber: Board = { ...fine, schemaVersion: '39' };
// @ts-expect-error A field of a panel misspelt.
export const misspelt: Panel = { ...panel, gridPosition: panel.gridPos };
// @ts-expect-error A kind of panel whose options nobody has described here.
export const otherKind: Panel = { ...panel, type: 'piechart' };
// @ts-expect-error A value that an option does not take.
export const wrongMode: Panel = { ...panel, options: { ...panel.options, tooltip: { mode: 'many', sort: 'desc' } } };
// @ts-expect-error An option of another kind of panel.
export const wrongOption: Panel = { ...panel, options: { ...panel.options, pieType: 'donut' } };
// @ts-expect-error A setting of fields that is not there.
export const wrongField: Panel = { ...panel, fieldConfig: { defaults: { units: 'short' }, overrides: [] } };
// @ts-expect-error A query without the query.
export const noQuery: Panel = { ...panel, targets: [{ refId: 'A', legendFormat: 'up', datasource: source }] };
