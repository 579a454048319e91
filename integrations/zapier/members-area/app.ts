import {
  type Authentication,
  type Bundle,
  type Create,
  defineApp,
  type Search,
  version,
  type ZObject,
} from 'zapier-platform-core'

/**
 * A second, small app: the learning platform at the other end of a Zap. It calls the API of examples/members-area. It is here
 * because it shares the platform's packages with the app beside it.
 */

const addressOf = ({ authData }: Bundle) => String(authData.address ?? '').replace(/\/+$/, '')

const authentication: Authentication = {
  type: 'custom',
  fields: [
    { key: 'address', label: 'Address of the members’ area', type: 'string', required: true },
    { key: 'apiKey', label: 'API key', type: 'password', required: true },
  ],
  test: async (z: ZObject, bundle: Bundle) => (await z.request(`${addressOf(bundle)}/api/me`)).data as object,
  connectionLabel: '{{name}}',
}

const email = { key: 'email', label: 'E-mail', type: 'string', required: true } as const
const sample = { id: 1, email: 'ana.souza@example.com', name: 'Ana Souza', courses: [] }

const findUser: Search = {
  key: 'find_user',
  noun: 'User',
  display: { label: 'Find User', description: 'Finds a user by e-mail address.' },
  operation: {
    inputFields: [email],
    perform: async (z: ZObject, bundle: Bundle) => {
      const url = `${addressOf(bundle)}/api/users`
      const response = await z.request({ url, params: { email: String(bundle.inputData.email) } })
      return (response.data as { data: object[] }).data as { id: number }[]
    },
    sample,
  },
}

const createUser: Create = {
  key: 'create_user',
  noun: 'User',
  display: { label: 'Create User', description: 'Creates a user, who may enter what is bought later.' },
  operation: {
    inputFields: [email, { key: 'name', label: 'Name', type: 'string' }],
    perform: async (z: ZObject, bundle: Bundle) => {
      const response = await z.request({
        method: 'POST',
        url: `${addressOf(bundle)}/api/users`,
        body: { email: bundle.inputData.email, name: bundle.inputData.name ?? '' },
      })
      return response.data as { id: number }
    },
    sample,
  },
}

export default defineApp({
  version: '1.0.0',
  platformVersion: version,
  authentication,
  beforeRequest: [
    (request, _z, bundle) => {
      request.headers = { ...request.headers, authorization: `Bearer ${bundle.authData.apiKey}` }
      return request
    },
  ],
  searches: { [findUser.key]: findUser },
  creates: { [createUser.key]: createUser },
  searchOrCreates: {
    [findUser.key]: {
      key: findUser.key,
      display: { label: 'Find or Create User', description: 'Finds a user by e-mail address, or creates one.' },
      search: findUser.key,
      create: createUser.key,
    },
  },
})
