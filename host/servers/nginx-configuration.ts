/** One nginx before these gateways. */
export interface Front {
  readonly folder: string
  /** While this file is there, every answer ends its connection. */
  readonly closing: string
  readonly port: number
  readonly gateways: readonly string[]
  /** Which configuration this is, so that it can be asked. */
  readonly generation: number
}

/**
 * What HTTP calls idempotent is asked of another gateway where the first breaks off; a POST or PATCH only
 * where it could not even be connected to. Streams are handed on as they come, and
 * lines that are asked for (WebSocket) are opened.
 */
export function configuration(front: Front): string {
  const { folder, gateways } = front
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `
daemon off;
worker_processes 1;
worker_shutdown_timeout 15s;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log notice;
events { worker_connections 4096; }
http {
  access_log off;
  server_tokens off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  map $http_upgrade $wanted_upgrade {
    ~*^websocket$ websocket;
    default "";
  }
  map $wanted_upgrade $hop {
    websocket upgrade;
    default "";
  }
  upstream gateways {
    ${gateways.map((address) => `server ${address} max_fails=1 fail_timeout=1s;`).join('\n    ')}
    keepalive 64;
  }
  ${serverOf(front)}
}
`
}

/** What is answered where no gateway answers, in the words the gateways have for it. */
const away = JSON.stringify({
  type: '/problems/UNREACHABLE',
  title: '服务暂时无法访问，请稍后再试',
  status: 503,
  code: 'UNREACHABLE',
})

const proxying = `
    proxy_http_version 1.1;
    proxy_set_header Upgrade $wanted_upgrade;
    proxy_set_header Connection $hop;
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_next_upstream error timeout;
    proxy_connect_timeout 1s;
    proxy_read_timeout 1h;
    proxy_buffering off;
    proxy_request_buffering on;
`

/**
 * A worker that ends closes the connections that idle, while a request may be on its way on one of them: so
 * before that, answers say that their connection ends with them.
 */
function serverOf({ closing, port, generation }: Front): string {
  return `server {
    listen 127.0.0.1:${port} backlog=1024;
    client_max_body_size 4m;
    keepalive_timeout 75s;
    keepalive_requests 100000;
    location = /.connections { stub_status; }
    location = /.front { return 200 "${generation}"; }
    recursive_error_pages on;
    error_page 502 504 =503 /.away;
    location = /.away {
      internal;
      default_type application/problem+json;
      return 503 '${away}';
    }
${proxying}
    location / {
      if (-f ${closing}) { return 418; }
      error_page 418 = @closing;
      error_page 502 504 =503 /.away;
      proxy_pass http://gateways;
    }
    location @closing {
      keepalive_timeout 0;
      proxy_pass http://gateways;
    }
  }`
}
