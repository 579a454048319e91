import { writeFileSync } from 'node:fs'

/** Says that what lies in `dist/cjs` is CommonJS: the package around it says ES modules. */
writeFileSync(new URL('../dist/cjs/package.json', import.meta.url), '{ "type": "commonjs" }\n')
