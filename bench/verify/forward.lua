-- wrk -s forward.lua URL -- GATEWAY FILE: GET /v1/forward-auth with the lines of FILE in an order of chance.
local tokens, count = {}, 0
function init(args)
  for line in io.lines(args[2]) do
    count = count + 1
    tokens[count] = line
  end
  math.randomseed(os.time())
  wrk.headers["X-Keydesk-Gateway"] = args[1]
  -- No part of what a request costs.
  print(string.format("CPU before the first request: %.3f", os.clock()))
end
function request()
  return wrk.format(nil, nil, { ["X-Keydesk-Gateway"] = wrk.headers["X-Keydesk-Gateway"],
    ["Authorization"] = "Impersonation " .. tokens[math.random(count)], ["X-Forwarded-For"] = "192.0.2.7" })
end
