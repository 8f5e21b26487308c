import {
  create,
  type DescFile,
  type DescService,
  fromBinary,
  type MessageInitShape,
  toBinary,
} from '@bufbuild/protobuf'
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt'
import type { ServerDuplexStream } from '@grpc/grpc-js'
import {
  type ServerReflectionRequest,
  ServerReflectionRequestSchema,
  ServerReflectionResponseSchema,
} from '#contracts/gen/grpc/reflection/v1/reflection_pb.js'

type Answer = NonNullable<MessageInitShape<typeof ServerReflectionResponseSchema>['messageResponse']>

const notFound = 5

/** grpc.reflection.v1: tells tools such as grpcurl which services there are and what their files say. */
export function answerReflection(services: readonly DescService[]) {
  const index = indexOf(services)

  return (call: ServerDuplexStream<Buffer, Buffer>) => {
    call.on('data', (bytes: Buffer) => {
      const request = fromBinary(ServerReflectionRequestSchema, bytes)
      const response = create(ServerReflectionResponseSchema, {
        validHost: request.host,
        originalRequest: request,
        messageResponse: answerOf(request.messageRequest, index),
      })
      call.write(Buffer.from(toBinary(ServerReflectionResponseSchema, response)))
    })
    call.on('end', () => call.end())
  }
}

interface Index {
  readonly names: readonly string[]
  readonly byFile: ReadonlyMap<string, DescFile>
  readonly bySymbol: ReadonlyMap<string, DescFile>
  /** Files of extensions, by `<extended type>/<number>`. */
  readonly byExtension: ReadonlyMap<string, DescFile>
}

function answerOf(request: ServerReflectionRequest['messageRequest'], index: Index): Answer {
  switch (request.case) {
    case 'listServices':
      return { case: 'listServicesResponse', value: { service: index.names.map((name) => ({ name })) } }
    case 'fileByFilename':
      return fileAnswer(index.byFile.get(request.value))
    case 'fileContainingSymbol':
      return fileAnswer(index.bySymbol.get(request.value))
    case 'fileContainingExtension':
      return fileAnswer(
        index.byExtension.get(`${request.value.containingType}/${request.value.extensionNumber}`),
      )
    case 'allExtensionNumbersOfType':
      return numbersAnswer(request.value, index)
    default:
      return { case: 'errorResponse', value: { errorCode: 3, errorMessage: 'nothing was asked' } }
  }
}

function fileAnswer(file: DescFile | undefined): Answer {
  if (file === undefined) {
    return {
      case: 'errorResponse',
      value: { errorCode: notFound, errorMessage: 'there is no such file or symbol' },
    }
  }
  const fileDescriptorProto = [file, ...dependenciesOf(file)].map((each) =>
    toBinary(FileDescriptorProtoSchema, each.proto),
  )
  return { case: 'fileDescriptorResponse', value: { fileDescriptorProto } }
}

function numbersAnswer(baseTypeName: string, { byExtension }: Index): Answer {
  const prefix = `${baseTypeName}/`
  const extensionNumber = [...byExtension.keys()]
    .filter((key) => key.startsWith(prefix))
    .map((key) => Number(key.slice(prefix.length)))
  return { case: 'allExtensionNumbersResponse', value: { baseTypeName, extensionNumber } }
}

function dependenciesOf(file: DescFile): readonly DescFile[] {
  return [...new Set(file.dependencies.flatMap((each) => [each, ...dependenciesOf(each)]))]
}

function indexOf(services: readonly DescService[]): Index {
  const files = [...new Set(services.flatMap(({ file }) => [file, ...dependenciesOf(file)]))]
  return {
    names: services.map(({ typeName }) => typeName),
    byFile: new Map(files.map((file) => [file.proto.name, file])),
    bySymbol: new Map(files.flatMap((file) => symbolsOf(file).map((symbol) => [symbol, file]))),
    byExtension: new Map(
      files.flatMap((file) =>
        file.extensions.map(({ extendee, number }) => [`${extendee.typeName}/${number}`, file]),
      ),
    ),
  }
}

function symbolsOf(file: DescFile): readonly string[] {
  const messages = (of: DescFile['messages']): readonly string[] =>
    of.flatMap((message) => [
      message.typeName,
      ...message.nestedEnums.map(({ typeName }) => typeName),
      ...messages(message.nestedMessages),
    ])
  const methods = file.services.flatMap(({ typeName, methods }) =>
    methods.map(({ name }) => `${typeName}.${name}`),
  )
  const named = [...file.services, ...file.enums, ...file.extensions].map(({ typeName }) => typeName)
  return [...messages(file.messages), ...named, ...methods]
}
