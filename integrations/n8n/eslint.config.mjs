import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes'
import parser from '@typescript-eslint/parser'
import nodesBase from 'eslint-plugin-n8n-nodes-base'

/** n8n's rules for community nodes: n8n does not verify a package that breaks one. Biome checks everything else. */
const languageOptions = { parser, parserOptions: { extraFileExtensions: ['.json'] } }
const plugins = { 'n8n-nodes-base': nodesBase }

/** Outdated rules that contradict those for community nodes: n8n's own configuration also leaves them out. */
const overtaken = {
  'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
  'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
  'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
}

export default [
  { ignores: ['dist/**', 'test/**', 'eslint.config.mjs'] },
  { files: ['src/**/*.ts', 'package.json'], ...n8nCommunityNodesPlugin.configs.recommended, languageOptions },
  {
    files: ['src/nodes/**/*.node.ts'],
    languageOptions,
    plugins,
    rules: { ...nodesBase.configs.nodes.rules, ...overtaken },
  },
  {
    files: ['src/credentials/*.ts'],
    languageOptions,
    plugins,
    rules: { ...nodesBase.configs.credentials.rules, ...overtaken },
  },
]
