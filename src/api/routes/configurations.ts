import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { releaseModes } from '../../domain/configuration.ts'
import { Refusal } from '../../domain/errors.ts'
import { type ConfigurationInput, OutdatedEdit } from '../../services/configurations.ts'
import type { ConfigurationRecord } from '../../store/contract/directory.ts'
import type { Api } from '../api.ts'
import { accountOf, actorOf, credentialOf } from '../authenticate.ts'
import { findInList, searchText, wordSearch } from '../find-in-list.ts'
import { revisionsOf, setEtag } from '../http/if-match.ts'
import { limitDefault, pageOf, pageQuery, readIdCursor, writeCursor } from '../pages.ts'
import { readId } from '../public-ids.ts'
import { closed, idParam, listOf, nullable, oneOf } from '../shapes/base.ts'
import {
  configurationChange,
  configurationInput,
  configurationShape,
  showConfiguration,
  showUrlCheck,
  showWarnings,
  urlCheckShape,
  warningsShape,
} from '../shapes/configuration.ts'

const params = idParam('cfg')
const tags = ['Configurations']
const checkNote =
  'The address is checked, and nothing is sent to it. One that cannot work is saved disabled, with the reason.'

export const configurationRoutes: FastifyPluginCallbackTypebox<Api> = (server, { engine, services }, done) => {
  const { configurations } = services

  server.get(
    '/v1/configurations',
    {
      config: { access: 'account', scope: 'read' },
      schema: {
        operationId: 'listConfigurations',
        tags,
        summary: 'Configurations, newest first',
        querystring: closed({ ...pageQuery, q: searchText }),
        response: { 200: listOf(configurationShape) },
      },
    },
    async (request) => {
      const { limit = limitDefault, cursor, q } = request.query
      const account = accountOf(request)
      const before = readIdCursor('configurations', cursor)
      const has = wordSearch(q)
      if (has) {
        const { rows, last } = await findInList<ConfigurationRecord>(
          (row, limit) => engine.store.listConfigurations(account, { before: row?.configuration.id ?? before, limit }),
          ({ configuration: { name, url } }) => has([name, url]),
          limit,
        )
        return {
          data: rows.map(showConfiguration),
          nextCursor: last && writeCursor('configurations', last.configuration.id),
        }
      }
      const rows = await engine.store.listConfigurations(account, { before, limit: limit + 1 })
      return pageOf(rows, limit, 'configurations', (row) => row.configuration.id, showConfiguration)
    },
  )

  server.post(
    '/v1/configurations',
    {
      config: { access: 'account', scope: 'write', idempotent: 'by-answer' },
      schema: {
        operationId: 'createConfiguration',
        tags,
        summary: 'Create a configuration',
        description: checkNote,
        body: configurationInput,
        response: {
          201: Type.Object({
            ...configurationShape.properties,
            secret: Type.String({ description: 'The signing secret, whsec_…' }),
            check: urlCheckShape,
            warnings: warningsShape,
          }),
        },
      },
    },
    async (request, reply) => {
      const { productId = null, version = '2.0.0', hottokInBody = false, maxPerSecond = null, ...given } = request.body
      const input = { ...given, productId, version, hottokInBody, maxPerSecond, ...originOf(request) }
      const { record, secret, check, repeats } = await configurations.create(
        accountOf(request),
        input,
        actorOf(request),
      )
      if (!check) throw new Error('A new address is always checked.')
      return reply
        .code(201)
        .send({ ...show(record, reply), secret, check: showUrlCheck(check), warnings: showWarnings(repeats) })
    },
  )

  server.get(
    '/v1/configurations/:id',
    {
      config: { access: 'account', scope: 'read' },
      schema: {
        operationId: 'getConfiguration',
        tags,
        summary: 'A configuration',
        params,
        response: { 200: configurationShape },
      },
    },
    async (request, reply) =>
      show(await configurations.get(accountOf(request), readId('cfg', request.params.id)), reply),
  )

  server.patch(
    '/v1/configurations/:id',
    {
      config: {
        access: 'account',
        scope: 'write',
        idempotent: 'by-answer',
        conditional: true,
        accepts: ['application/json', 'application/merge-patch+json'],
      },
      schema: {
        operationId: 'changeConfiguration',
        tags,
        summary: 'Change a configuration',
        description: `What is left out stays. ${checkNote} check is null when the address did not change.`,
        consumes: ['application/json', 'application/merge-patch+json'],
        params,
        body: configurationChange,
        response: {
          200: Type.Object({
            ...configurationShape.properties,
            check: nullable(urlCheckShape),
            warnings: warningsShape,
          }),
        },
      },
    },
    async (request, reply) => {
      const id = readId('cfg', request.params.id)
      const how = { by: actorOf(request), basedOn: revisionsOf(request) }
      const { record, check, repeats } = await showingCurrent(
        configurations.change(accountOf(request), id, request.body, how),
      )
      return { ...show(record, reply), check: check && showUrlCheck(check), warnings: showWarnings(repeats) }
    },
  )

  server.delete(
    '/v1/configurations/:id',
    {
      config: { access: 'account', scope: 'write', idempotent: 'by-answer', conditional: true },
      schema: {
        operationId: 'removeConfiguration',
        tags,
        summary: 'Remove a configuration',
        description: 'What is pending is cancelled; its posts stay in the history.',
        params,
        response: { 204: Type.Null({ description: 'It is removed.' }) },
      },
    },
    async (request, reply) => {
      const how = { by: actorOf(request), basedOn: revisionsOf(request) }
      await showingCurrent(configurations.remove(accountOf(request), readId('cfg', request.params.id), how))
      return reply.code(204).send(null)
    },
  )

  server.post(
    '/v1/configurations/:id/enable',
    {
      config: { access: 'account', scope: 'write', idempotent: 'by-answer', conditional: true },
      schema: {
        operationId: 'enableConfiguration',
        tags,
        summary: 'Enable a configuration, and say what becomes of what was held',
        params,
        body: closed({
          held: oneOf(releaseModes, {
            description: 'all: send everything in order; latest: only the last of each transaction; discard: nothing.',
          }),
        }),
        response: { 200: configurationShape },
      },
    },
    async (request, reply) => {
      const id = readId('cfg', request.params.id)
      const how = { by: actorOf(request), basedOn: revisionsOf(request) }
      return show(await showingCurrent(configurations.enable(accountOf(request), id, request.body.held, how)), reply)
    },
  )

  server.post(
    '/v1/configurations/:id/disable',
    {
      config: { access: 'account', scope: 'write', idempotent: 'by-answer', conditional: true },
      schema: {
        operationId: 'disableConfiguration',
        tags,
        summary: 'Disable a configuration',
        description: 'Nothing is sent until it is enabled again; what comes meanwhile is held.',
        params,
        response: { 200: configurationShape },
      },
    },
    async (request, reply) => {
      const id = readId('cfg', request.params.id)
      const how = { by: actorOf(request), basedOn: revisionsOf(request) }
      return show(await showingCurrent(configurations.disable(accountOf(request), id, how)), reply)
    },
  )

  server.post(
    '/v1/configurations/:id/check',
    {
      config: { access: 'account', scope: 'write' },
      schema: {
        operationId: 'checkConfiguration',
        tags,
        summary: 'Check the address of a configuration',
        description: 'Name, address, connection and certificate. Nothing is sent, nothing is changed.',
        params,
        response: { 200: urlCheckShape },
      },
    },
    async (request) => {
      return showUrlCheck(await configurations.check(accountOf(request), readId('cfg', request.params.id)))
    },
  )
  done()
}

function show(record: ConfigurationRecord, reply: FastifyReply) {
  setEtag(reply, record.revision)
  return showConfiguration(record)
}

/** A refused edit is answered with what is stored now. */
async function showingCurrent<T>(edit: Promise<T>): Promise<T> {
  try {
    return await edit
  } catch (error) {
    if (!(error instanceof OutdatedEdit)) throw error
    throw new Refusal('precondition_failed', { current: showConfiguration(error.record) })
  }
}

function originOf(request: FastifyRequest): Pick<ConfigurationInput, 'source' | 'credentialId'> {
  return { source: request.principal?.kind === 'session' ? 'console' : 'api', credentialId: credentialOf(request) }
}
