/* eslint-disable -- CommonJS, because jest needs a file that replaces a module */
// Stands in for fast-check in the tests: every run draws the same cases, so that what passed once passes again on the machine
// that builds. ATTN_SEED=random draws others; npm run fuzz does so for the given time.
const fc = require('../node_modules/fast-check/lib/cjs/fast-check.js');
if (process.env.ATTN_SEED !== 'random') fc.configureGlobal({ seed: Number(process.env.ATTN_SEED ?? 1) });
module.exports = fc;
