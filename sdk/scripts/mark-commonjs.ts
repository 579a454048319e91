import { writeFileSync } from 'node:fs'

/** Marks `dist/cjs` as CommonJS, as the package itself is marked as ES modules. */
writeFileSync(new URL('../dist/cjs/package.json', import.meta.url), '{ "type": "commonjs" }\n')
