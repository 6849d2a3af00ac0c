#!/usr/bin/env node
import { main } from '../src/commands/run.js';
void main();
