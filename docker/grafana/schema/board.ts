// The dashboards that we write: Grafana's types, with the free-form parts narrowed to what a panel's kind and its data
// source take. Grafana's query type of Prometheus is not in its schema package.
import type { Dashboard, DataQuery, DataSourceRef, FieldConfig, Panel } from '@grafana/schema';
import type {
  FieldConfig as TimeSeriesFieldConfig,
  Options as TimeSeriesOptions,
} from '@grafana/schema/dist/types/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

interface PrometheusQuery extends DataQuery {
  datasource: DataSourceRef;
  expr: string;
  legendFormat: string;
}

type TimeSeriesPanel = Omit<Panel, 'fieldConfig' | 'options' | 'targets' | 'type'> &
  Required<Pick<Panel, 'id' | 'title' | 'description' | 'gridPos' | 'datasource'>> & {
    type: 'timeseries';
    fieldConfig: { defaults: Omit<FieldConfig, 'custom'> & { custom?: TimeSeriesFieldConfig }; overrides: never[] };
    options: TimeSeriesOptions;
    targets: PrometheusQuery[];
  };

/** What JSON has for a T: the values of an enumeration of texts in place of its members. */
type Json<T> = T extends string
  ? `${T}`
  : T extends (infer Item)[]
    ? Json<Item>[]
    : T extends object
      ? { [Key in keyof T]: Json<T[Key]> }
      : T;

export type Board = Json<
  Omit<Dashboard, 'panels'> & Required<Pick<Dashboard, 'uid' | 'title' | 'refresh'>> & { panels: TimeSeriesPanel[] }
>;
