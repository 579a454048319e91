import {
  type IExecuteFunctions,
  type ILoadOptionsFunctions,
  type INodeExecutionData,
  type INodeProperties,
  type INodeType,
  type INodeTypeDescription,
  type JsonObject,
  NodeApiError,
  NodeConnectionTypes,
} from 'n8n-workflow'
import { actions, type Operation } from '../../actions.ts'
import { credentialName } from '../../call.ts'
import { iconFrom } from '../../icon.ts'
import { listConfigurations, listEvents, listProducts } from '../../lists.ts'

function only(operation: Operation): Pick<INodeProperties, 'displayOptions'> {
  return { displayOptions: { show: { operation: [operation] } } }
}

export class Postback implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Postback',
    name: 'postback',
    icon: iconFrom('dist/integrations/n8n/src/nodes/Postback'),
    group: ['transform'],
    version: 1,
    subtitle: '={{$parameter["operation"]}}',
    description: 'Finds an order, sends a test event, or sends a post again',
    defaults: { name: 'Postback' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: credentialName, required: true }],
    properties: [
      {
        displayName: 'Operation',
        name: 'operation',
        type: 'options',
        noDataExpression: true,
        options: [
          {
            name: 'Find Order',
            value: 'findOrder',
            action: 'Find an order',
            description: 'Get an order by its transaction, with its events',
          },
          {
            name: 'Resend Delivery',
            value: 'resendDelivery',
            action: 'Resend a delivery',
            description: 'Process a post of the history again',
          },
          {
            name: 'Send Test Event',
            value: 'sendTestEvent',
            action: 'Send a test event',
            description: 'Send a made-up event to one of your configurations',
          },
        ],
        default: 'findOrder',
      },
      {
        displayName: 'Transaction',
        name: 'transaction',
        type: 'string',
        required: true,
        default: '',
        placeholder: 'HP16015479281022',
        description: 'It begins with HP. Of products of which you are the producer.',
        ...only('findOrder'),
      },
      {
        displayName: 'Event Name or ID',
        name: 'event',
        type: 'options',
        typeOptions: { loadOptionsMethod: 'events' },
        required: true,
        default: '',
        description:
          'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
        ...only('sendTestEvent'),
      },
      {
        displayName: 'Configuration Name or ID',
        name: 'configuration',
        type: 'options',
        typeOptions: { loadOptionsMethod: 'configurations' },
        required: true,
        default: '',
        description:
          'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
        ...only('sendTestEvent'),
      },
      {
        displayName: 'Product Name or ID',
        name: 'product',
        type: 'options',
        typeOptions: { loadOptionsMethod: 'products' },
        default: '',
        description:
          'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
        hint: 'What the event is about; one of yours if empty',
        ...only('sendTestEvent'),
      },
      {
        displayName: 'Delivery ID',
        name: 'delivery',
        type: 'string',
        required: true,
        default: '',
        placeholder: 'dlv_',
        description: 'It begins with dlv_ and stands in the address of the post in the History tab',
        ...only('resendDelivery'),
      },
    ],
  }

  methods = {
    loadOptions: {
      async products(this: ILoadOptionsFunctions) {
        return listProducts(this)
      },
      async events(this: ILoadOptionsFunctions) {
        return listEvents(this)
      },
      async configurations(this: ILoadOptionsFunctions) {
        return listConfigurations(this)
      },
    },
  }

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const done: INodeExecutionData[] = []
    for (const item of this.getInputData().keys()) {
      const act = actions[this.getNodeParameter('operation', item) as Operation]
      try {
        done.push({ json: await act(this, item), pairedItem: { item } })
      } catch (error) {
        // Adds the index of the failed item, which the editor shows. A NodeApiError stays as it is.
        if (!this.continueOnFail()) throw new NodeApiError(this.getNode(), error as JsonObject, { itemIndex: item })
        done.push({ json: { error: (error as Error).message }, pairedItem: { item } })
      }
    }
    return [done]
  }
}
