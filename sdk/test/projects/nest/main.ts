import 'reflect-metadata'
import { Controller, Injectable, Module, Post, Req, Res } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { createReceiver, type EventOf, type ExpressRequest, expressHandler, type NodeResponse } from '@postback/sdk'

@Injectable()
class Access {
  give({ buyer, product }: EventOf<'PURCHASE_APPROVED', '2.0.0'>['data']) {
    console.log(`Give access: ${buyer?.email} ${product.name}`)
  }
}

@Controller('webhook')
class WebhookController {
  private readonly handle: ReturnType<typeof expressHandler>

  constructor(access: Access) {
    const receiver = createReceiver({
      secrets: process.env.SIGNING_SECRET,
      on: { PURCHASE_APPROVED: ({ data }) => access.give(data) },
    })
    this.handle = expressHandler(receiver)
  }

  @Post()
  receive(@Req() request: ExpressRequest, @Res() response: NodeResponse): Promise<void> {
    return this.handle(request, response)
  }
}

@Module({ controllers: [WebhookController], providers: [Access] })
class AppModule {}

async function main() {
  const app = await NestFactory.create(AppModule, { rawBody: true, logger: ['error'] })
  await app.listen(0, '127.0.0.1')
  console.log(`Waiting at ${await app.getUrl()}/webhook`)
}
void main()
