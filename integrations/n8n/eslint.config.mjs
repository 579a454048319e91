import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes'
import parser from '@typescript-eslint/parser'
import nodesBase from 'eslint-plugin-n8n-nodes-base'

/** The rules of n8n for community nodes: what breaks one of them is not verified. Everything else is Biome's. */
const languageOptions = { parser, parserOptions: { extraFileExtensions: ['.json'] } }
const plugins = { 'n8n-nodes-base': nodesBase }

/** Older than what the rules for community nodes ask for, and against it: n8n's own configuration leaves them out too. */
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
