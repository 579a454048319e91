import type {
  IHookFunctions,
  ILoadOptionsFunctions,
  INodeType,
  INodeTypeDescription,
  IWebhookFunctions,
} from 'n8n-workflow'
import { receive } from '../../arrival.ts'
import { credentialName } from '../../call.ts'
import { createHook, hasHook, removeHook } from '../../hook.ts'
import { iconFrom } from '../../icon.ts'
import { listEventsAndAll, listProductsAndAll } from '../../lists.ts'
import { outputs } from '../../outputs.ts'

export class PostbackTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Postback Trigger',
    name: 'postbackTrigger',
    icon: iconFrom('dist/integrations/n8n/src/nodes/Postback'),
    group: ['trigger'],
    version: 1,
    subtitle: '={{$parameter["events"].includes("*") ? "All events" : $parameter["events"].join(", ")}}',
    description: 'Starts the workflow when something happens to a sale: approved, refunded, renewed and so on',
    eventTriggerDescription: 'Waiting for a sale, or for a test event that you send from the Webhook tool',
    defaults: { name: 'Postback Trigger' },
    inputs: [],
    outputs,
    credentials: [{ name: credentialName, required: true }],
    webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' }],
    properties: [
      {
        displayName: 'Product Name or ID',
        name: 'product',
        type: 'options',
        typeOptions: { loadOptionsMethod: 'products' },
        default: '',
        description:
          'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
      },
      {
        displayName: 'Event Names or IDs',
        name: 'events',
        type: 'multiOptions',
        typeOptions: { loadOptionsMethod: 'events' },
        required: true,
        default: [],
        description:
          'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
      },
      {
        displayName: 'Outputs',
        name: 'outputMode',
        type: 'options',
        options: [
          { name: 'One Output', value: 'one', description: 'Every event leaves through the same output' },
          { name: 'One Output per Event', value: 'perEvent', description: 'In the order in which they are chosen' },
          {
            name: 'Single Purchase, New Subscription, Renewal',
            value: 'kindOfSale',
            description:
              'By what was bought: a renewal is an approved purchase as well, and has a higher recurrence number',
          },
        ],
        default: 'one',
        description: 'Through which output an event leaves this node',
      },
      {
        displayName: 'Options',
        name: 'options',
        type: 'collection',
        placeholder: 'Add option',
        default: {},
        options: [
          {
            displayName: 'Name of Setting',
            name: 'settingName',
            type: 'string',
            default: '',
            description:
              'What the configuration is called in the list of the Webhook tool; else it is the name of the workflow',
          },
          {
            displayName: 'Only Real Events',
            name: 'onlyReal',
            type: 'boolean',
            default: true,
            description: 'Whether to leave out test events',
          },
          {
            displayName: 'Skip Repeated Events',
            name: 'skipRepeated',
            type: 'boolean',
            default: true,
            description:
              'Whether to leave out an event that has come before. It then also stays out when the post is processed again in the history.',
          },
        ],
      },
    ],
  }

  methods = {
    loadOptions: {
      async products(this: ILoadOptionsFunctions) {
        return listProductsAndAll(this)
      },
      async events(this: ILoadOptionsFunctions) {
        return listEventsAndAll(this)
      },
    },
  }

  webhookMethods = {
    default: {
      async checkExists(this: IHookFunctions) {
        return hasHook(this)
      },
      async create(this: IHookFunctions) {
        await createHook(this)
        return true
      },
      async delete(this: IHookFunctions) {
        await removeHook(this)
        return true
      },
    },
  }

  async webhook(this: IWebhookFunctions) {
    return receive(this)
  }
}
