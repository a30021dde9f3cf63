// SPDX-License-Identifier: GPL-3.0-or-later
// Every reader of measured text gets every input; those that stream also in pieces, which must give what the whole gives.
#include "agent/collect/freespace.h"
#include "agent/collect/host.h"
#include "agent/collect/jobrates.h"
#include "agent/collect/lfs.h"
#include "agent/collect/lnet.h"
#include "agent/collect/messages.h"
#include "agent/collect/mountdata.h"
#include "agent/collect/prometheus.h"
#include "agent/collect/scan.h"
#include "agent/collect/tooltext.h"
#include "agent/collect/values.h"
#include "agent/collect/xml.h"
#include "agent/collect/yaml.h"
#include "tests/fuzz/entry.h"

#include <cstdlib>

namespace {

class Digest : public collect::JobSink {
public:
    void job(const collect::JobRecord &record) override
    {
        text += record.id;
        text += record.target;
        for (const collect::JobOperation &op : record.operations)
            text.append(op.name).append(std::to_string(op.samples)).append(std::to_string(op.sum));
        rates.job(record);
    }
    std::string text;
    collect::JobRates rates{64, 4};
};

std::string digest(std::string_view input, std::size_t piece)
{
    Digest sink;
    sink.rates.begin(1);
    collect::JobStatsReader reader(sink);
    for (std::size_t at = 0; at < input.size(); at += piece)
        reader.feed(input.substr(at, piece));
    reader.finish();
    sink.rates.end();
    return sink.text;
}

collect::FreeSpace freeSpace(std::string_view input, std::size_t piece)
{
    collect::FreeSpaceReader reader;
    for (std::size_t at = 0; at < input.size(); at += piece)
        reader.feed(input.substr(at, piece));
    return reader.finish();
}

} // namespace

FUZZ_ENTRY(fuzzCollect)
{
    using namespace collect;
    if (digest(input, input.size() + 1) != digest(input, 7))
        std::abort();
    if (freeSpace(input, input.size() + 1) != freeSpace(input, 5))
        std::abort();
    Readings all = readCapture(input);
    for (const char *name : {"recovery_status", "changelog_users", "hsm.agents", "hsm.actions", "target_obd", "state", "import", "quota_slave.acct_user", "brw_stats", "stats", "timeouts"})
        all.take(readParameter(std::string("mdt.fs-MDT0000.") + name, input));
    all.take(readValue({}, input));
    all.take(readLnetctl(input));
    for (const char *name : {"stats", "nis", "peers", "routes"})
        readLnetFile(name, input, all);
    all.take(readLfs({}, input));
    all.take(readDf(input));
    all.take(readChangelog(input));
    all.take(readSnapshots(input));
    for (const char *path : {"/proc/stat", "/proc/meminfo", "/proc/net/dev", "/proc/diskstats", "/proc/vmstat", "/proc/spl/kstat/zfs/p/objset-1", "/proc/spl/kstat/zfs/p/txgs"})
        all.take(readHostFile(path, input));
    std::size_t sum = prometheusText(prometheusMetrics(all)).size();
    Lines lines(input);
    for (std::string_view line; lines.next(line);) {
        const Message message = readMessage(line);
        sum += message.text.size() + message.target.size() + splitName(line).leaf.size() + targetIn(line).size();
    }
    sum += protocol::dumpJson(readToolText(input)).size() + protocol::dumpJson(readTable(input)).size() + protocol::dumpJson(readSections(input)).size()
        + protocol::dumpJson(readBraces(input)).size() + protocol::dumpJson(readYaml(input)).size() + protocol::dumpJson(readUdevDatabase(input)).size();
    sum += readXml(input) ? 1u : 0u;
    sum += readMountData(input) ? 1u : 0u;
    sum += readConfigLog(input) ? 1u : 0u;
    return sum == static_cast<std::size_t>(-1) ? 1 : 0;
}
