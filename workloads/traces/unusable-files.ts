import { InputError } from '../../env/core/input-error.js';
import { firstLine } from './format.js';

/** Published trace tables that hold no usage, and the table of the same data set that does. */
interface UnusableFile {
  readonly title: string;
  readonly pattern: RegExp;
  readonly instead: string;
}

const unusableFiles: readonly UnusableFile[] = [
  {
    title: 'Borg 2019 machine_events',
    pattern: /^(\{"time":"-?\d+","machine_id":|PAR1,time,machine_id,)/,
    instead: 'instance_usage (borg-2019-json, borg-2019-parquet)',
  },
  {
    title: 'Borg 2019 instance_events or collection_events',
    pattern: /^(\{"time":"-?\d+","type":|PAR1,time,type,(.*,)?collection_id,)/,
    instead: 'instance_usage (borg-2019-json, borg-2019-parquet)',
  },
  {
    title: 'Borg 2011 machine_events',
    pattern: /^\d+,\d+,[012],[A-Za-z0-9+/=]{44},[\d.]*,[\d.]*$/,
    instead: 'task_usage (borg-2011)',
  },
  {
    title: 'Borg 2011 task_events (requests)',
    pattern: /^\d+,[012]?,\d+,\d+,\d*,[0-8],[^,]*,[0-3]?,\d*(,[-+\d.e]*){4}$/i,
    instead: 'task_usage (borg-2011), beside which it gives the requests',
  },
  {
    title: 'Azure vmtable (sizes and lifetimes)',
    pattern: /^[A-Za-z0-9+/=]{40,},[A-Za-z0-9+/=]{40,},[A-Za-z0-9+/=]{40,}(,[^,]*){8}$/,
    instead: 'vm_cpu_readings (azure-vm), beside which it gives the sizes',
  },
  {
    title: 'Alibaba 2018 container_meta or machine_meta (sizes)',
    pattern: /^(c_\d+,m_\d+,\d+(\.\d+)?,[^,]*,[A-Za-z]*(,[\d.]*){3}|m_\d+,\d+,[^,]*,[^,]*,\d*,[\d.]*,[A-Za-z]*)$/,
    instead: 'container_usage or machine_usage (alibaba-2018), beside which it gives the sizes',
  },
  {
    title: 'Alibaba 2017 container_event (sizes)',
    pattern: /^-?\d+,(Create|Remove),/,
    instead: 'container_usage (alibaba-2017), beside which it gives the sizes',
  },
  {
    title: 'Borg 2011 job_events',
    pattern: /^\d+,\d*,\d+,[0-8],[A-Za-z0-9+/=]{44},[0-3],[A-Za-z0-9+/=]{44},[A-Za-z0-9+/=]{44}$/,
    instead: 'task_usage (borg-2011)',
  },
  {
    title: 'Alibaba 2017 server_event',
    pattern: /^-?\d+,\d+,(add|softerror|harderror),[^,]*,[\d.]+,[\d.]+,[\d.]+$/,
    instead: 'server_usage or container_usage (alibaba-2017)',
  },
  {
    title: 'Alibaba GPU 2023 openb node list (capacity only)',
    pattern: /^sn,cpu_milli,memory_mib,gpu,model/,
    instead: 'another trace: this one publishes only requests (openb_pod_list, openb)',
  },
];

/** The error for an empty file and for one that is known and holds no usage; undefined for any other file. */
export function refusalOf(head: Uint8Array, path: string): InputError | undefined {
  if (head.length === 0) return new InputError({ file: path, value: 'an empty file' }, 'a file with readings in it');
  const line = firstLine(head);
  const known = unusableFiles.find(({ pattern }) => pattern.test(line));
  if (known === undefined) return undefined;
  return new InputError({ file: path, value: known.title }, `a file with usage in it: ${known.instead}`);
}
