using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Ec2KeyPair.Core.Usage.Report;

/// <summary>
/// Puts the page together: template, styles, scripts and data in one file that needs no network. A Content-Security-Policy
/// lets these very styles and scripts run, by their digests, and nothing else: should a text get out of the data after
/// all, it is a text and no program.
/// </summary>
internal static class ReportPage
{
    private static readonly string[] Scripts = ["report-elements.js", "report-table.js", "report-graph.js", "report-page.js"];

    internal static string Write(AccessReport report, DateTime now)
    {
        var style = Resource("report.css");
        var script = "'use strict';\n" + string.Concat(Scripts.Select(Resource));
        var policy = $"default-src 'none'; script-src '{Digest(script)}'; style-src '{Digest(style)}'; base-uri 'none'; form-action 'none'";
        var parts = new Dictionary<string, string>
        {
            ["title"] = WebUtility.HtmlEncode(report.Title),
            ["policy"] = policy,
            ["style"] = style,
            ["script"] = script,
            ["data"] = ReportData.Write(report, now),
        };
        return Fill(Resource("report.html"), parts);
    }

    // In one pass: what stands in a part is never taken for a place of another one.
    private static string Fill(string template, Dictionary<string, string> parts)
    {
        var page = new StringBuilder(template.Length + parts.Values.Sum(part => part.Length));
        var at = 0;
        while (template.IndexOf("{{", at, StringComparison.Ordinal) is var open and >= 0)
        {
            var close = template.IndexOf("}}", open, StringComparison.Ordinal);
            page.Append(template, at, open - at).Append(parts[template.Substring(open + 2, close - open - 2)]);
            at = close + 2;
        }

        return page.Append(template, at, template.Length - at).ToString();
    }

    // CSP Level 3, section 8.4: over the element's text. Line ends are normalized by HTML's parser, so they are LF here.
    private static string Digest(string text)
    {
        using var hash = SHA256.Create();
        return "sha256-" + Convert.ToBase64String(hash.ComputeHash(Encoding.UTF8.GetBytes(text)));
    }

    private static string Resource(string name)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
