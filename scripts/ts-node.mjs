// `npm run dev -- compute …`: the command from its sources, without a build. Types are checked by `npm run typecheck`.
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';

register('ts-node/esm', pathToFileURL('./'));
