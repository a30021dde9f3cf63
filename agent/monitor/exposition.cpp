// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/monitor/exposition.h"

#include "agent/collect/host.h"
#include "agent/collect/jobstats.h"
#include "agent/collect/prometheus.h"
#include "agent/collect/values.h"
#include "agent/monitor/sources.h"

namespace monitor {

namespace {

/// The figures of each job, up to a number of jobs.
class JobFigures : public collect::JobSink {
public:
    JobFigures(collect::Readings &out, const std::string &name, std::size_t &room) : m_out(out), m_room(room)
    {
        const collect::ParameterName parts = collect::splitName(name);
        m_labels = {{"component", std::string(collect::componentOf(parts))}, {"target", std::string(collect::targetOf(parts))}};
    }
    void job(const collect::JobRecord &record) override
    {
        if (m_room == 0) {
            ++leftOut;
            return;
        }
        --m_room;
        const collect::Labels labels = collect::with(m_labels, "job", record.id);
        for (const collect::JobOperation &operation : record.operations) {
            const collect::Labels own = collect::with(labels, "operation", operation.name);
            const auto add = [&](const char *name, std::int64_t value, collect::Kind kind) {
                m_out.figure(name, own, collect::Number::ofSigned(value), operation.unit, kind);
            };
            add("job.samples", operation.samples, collect::Kind::Counter);
            if (!operation.hasSum)
                continue;
            add("job.min", operation.min, collect::Kind::Gauge);
            add("job.max", operation.max, collect::Kind::Gauge);
            add("job.sum", operation.sum, collect::Kind::Counter);
        }
    }
    std::size_t leftOut = 0;

private:
    collect::Readings &m_out;
    std::size_t &m_room;
    collect::Labels m_labels;
};

void readExports(Files &files, const Source &source, collect::Readings &all)
{
    for (const std::string &nid : files.list(source.path)) {
        std::string_view text;
        for (const char *leaf : {"uuid", "stats"})
            if (nid != "clear" && !files.read(source.path + "/" + nid + "/" + leaf, text))
                all.take(collect::readParameter(source.name + "." + nid + "." + leaf, text));
    }
}

} // namespace

std::string exposition(const std::string &sysroot, std::size_t mostJobs)
{
    Files files(sysroot);
    Sources sources(files);
    std::vector<std::uint32_t> gone;
    sources.look(gone);
    collect::Readings all;
    std::size_t room = mostJobs, leftOut = 0;
    for (const auto &[key, source] : sources.all()) {
        if (source.reading == Reading::Jobs) {
            JobFigures sink(all, source.name, room);
            collect::JobStatsReader reader(sink);
            if (!files.stream(source.path, [&](std::string_view piece) { return reader.feed(piece), true; }))
                reader.finish();
            leftOut += sink.leftOut;
        } else if (source.reading == Reading::ExportUuids) {
            readExports(files, source, all);
        } else if (std::string_view text; !files.read(source.path, text)) {
            all.take(source.reading == Reading::HostFile ? collect::readHostFile(source.path, text) : collect::readParameter(source.name, text));
        }
    }
    collect::addCounts(all);
    std::string text = collect::prometheusText(collect::prometheusMetrics(all));
    if (leftOut > 0)
        text += "# " + std::to_string(leftOut) + " jobs beyond " + std::to_string(mostJobs) + " are left out.\n";
    return text;
}

} // namespace monitor
