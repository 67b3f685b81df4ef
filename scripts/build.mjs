import { build } from './build-state.mjs';

build();
