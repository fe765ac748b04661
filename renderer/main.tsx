import './app/without-eval.ts';
import './trusted-types.ts';

// What a module imports runs before it, and shared chunks before all: what obeys the two above is asked for after them.
void import('./app/open-window.tsx');
