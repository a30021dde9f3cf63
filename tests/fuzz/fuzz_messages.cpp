// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of the input are messages to a service, as an admin sends them; nothing may crash it, and a ping is still answered
// as long as it has not closed the line.
#include "agent/service.h"
#include "tests/fuzz/entry.h"

#include <algorithm>
#include <cstdlib>

namespace {

class EndsAtOnce : public agent::StepRunner {
public:
    protocol::Result<> start(const agent::RunOrder &order) override
    {
        agent::RunEvent event{order.key, agent::RunEvent::What::End};
        event.outcome.ok = true;
        m_news.push_back(event);
        return {};
    }
    void cancel(const std::string &) override { }
    bool adopt(const agent::RunOrder &) override { return false; }
    std::vector<agent::RunEvent> poll() override { return std::exchange(m_news, {}); }
    void release(const std::string &) override { }

private:
    std::vector<agent::RunEvent> m_news;
};

} // namespace

FUZZ_ENTRY(fuzzMessages)
{
    agent::MemoryStorage disk;
    EndsAtOnce runner;
    agent::Service service(disk, runner, {"h", "b", "0", [] { return 1.0; }, [] { return std::uint64_t{4}; }});
    if (!service.open())
        std::abort();
    const auto line = service.connect({agent::Role::Admin, 0, {}});
    service.receive(line, protocol::encodeMessage({{"type", "hello"}, {"protocol", 1}}));
    while (!input.empty()) {
        const std::size_t end = std::min(input.find('\n'), input.size());
        service.receive(line, protocol::encodeFrame({protocol::FrameKind::Json, std::string(input.substr(0, end))}));
        service.receive(line, protocol::encodeFrame({protocol::FrameKind::Cbor, std::string(input.substr(0, end))}));
        service.tick();
        input.remove_prefix(std::min(end + 1, input.size()));
    }
    service.takeOutput(line);
    service.receive(line, protocol::encodeMessage({{"type", "ping"}, {"n", 1}}));
    if (!service.wantsClose(line) && service.takeOutput(line).empty())
        std::abort();
    return 0;
}
