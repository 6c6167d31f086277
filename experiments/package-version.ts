import { readFileSync } from 'node:fs';
import { dataPath } from '../workloads/data-folder.js';

/** The version in scalegym's package.json, which stands beside its `data/` folder. */
export const scalegymVersion: string = JSON.parse(readFileSync(dataPath('..', 'package.json'), 'utf8')).version;
