/* eslint-disable -- CommonJS, as jest wants a stand-in for a module */
// Stands in for fast-check in the tests: every run draws the same cases, so that what passed once passes again on the machine
// that builds. ATTN_SEED=random draws others; npm run fuzz does so for as long as it is told.
const fc = require('../node_modules/fast-check/lib/cjs/fast-check.js');
if (process.env.ATTN_SEED !== 'random') fc.configureGlobal({ seed: Number(process.env.ATTN_SEED ?? 1) });
module.exports = fc;
