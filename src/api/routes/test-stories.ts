import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { eventTexts } from '../../domain/payload/documentation/event-text.ts'
import { textIn } from '../../domain/payload/local-text.ts'
import { outlineOf, storyNames } from '../../domain/stories/stories.ts'
import { storyTexts } from '../../domain/stories/story-text.ts'
import type { Api } from '../api.ts'
import { closed, eventName, localeQuery, storyName } from '../shapes/base.ts'

export const testStoryRoutes: FastifyPluginCallbackTypebox<Api> = (server, _options, done) => {
  server.get(
    '/v1/test-stories',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'listTestStories',
        tags: ['Documentation'],
        summary: 'Every story that a test can tell',
        querystring: closed({ locale: localeQuery }),
        response: {
          200: Type.Object({
            data: Type.Array(
              Type.Object(
                {
                  story: storyName,
                  title: Type.String(),
                  meaning: Type.String({ description: 'What happens, and what a receiver should make of it.' }),
                  steps: Type.Array(
                    Type.Object({
                      event: eventName,
                      title: Type.String({ description: 'Of the event.' }),
                      afterMs: Type.Integer({ description: 'When it happens, from the beginning of the story.' }),
                    }),
                  ),
                },
                { title: 'TestStory' },
              ),
            ),
          }),
        },
      },
    },
    async ({ query: { locale = 'en' } }) => ({
      data: storyNames.map((story) => ({
        story,
        title: textIn(storyTexts[story].title, locale),
        meaning: textIn(storyTexts[story].meaning, locale),
        steps: outlineOf(story).map(({ event, after }) => ({
          event,
          title: textIn(eventTexts[event].title, locale),
          afterMs: after,
        })),
      })),
    }),
  )
  done()
}
