using System.Globalization;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Templates;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplateVersions.html: the versions of one
/// template, or of all templates their $Latest and their $Default ones. In pages of at most 200.
/// </summary>
internal static class DescribeLaunchTemplateVersions
{
    public static readonly Ec2Action Action = new(
        "DescribeLaunchTemplateVersions",
        [
            "LaunchTemplateId", "LaunchTemplateName", "LaunchTemplateVersion", "MinVersion", "MaxVersion", "Filter", "MaxResults", "NextToken",
            "ResolveAlias", "IncludeManagedResources",
        ],
        Execute);

    private static void Execute(Ec2Call call, XmlOut xml)
    {
        var paging = Paging.Read(call, false, 1, 200);
        var filters = Filters.Read(call.Parameters);
        filters.Require(name => name is "create-time" or "image-id" or "instance-type" or "is-default-version");
        var isOfOne = call.Parameters["LaunchTemplateId"] is { Length: > 0 } || call.Parameters["LaunchTemplateName"] is { Length: > 0 };
        var candidates = isOfOne ? OfOne(call, LaunchTemplateRequest.One(call)) : OfAll(call);
        call.EndDryRun();
        var page = candidates.Where(item => filters.Match(item, null, Property)).Skip(paging.Start).Take(Math.Min(paging.Size, 200) + 1).ToList();
        xml.Open("launchTemplateVersionSet");
        foreach (var (template, version) in page.Take(Math.Min(paging.Size, 200)))
        {
            LaunchTemplateXml.Version(xml, "item", template, version);
        }

        xml.Close("launchTemplateVersionSet").Element("nextToken", paging.Next(page.Count, 200));
    }

    private static IEnumerable<(LaunchTemplate Template, LaunchTemplateVersion Version)> OfOne(Ec2Call call, LaunchTemplate template)
    {
        var named = call.Parameters.Values("LaunchTemplateVersion");
        var (least, most) = (call.Parameters["MinVersion"], call.Parameters["MaxVersion"]);
        if (named.Count > 0 && (least ?? most) is not null)
        {
            throw new AwsException("InvalidParameterCombination", "Versions and MinVersion or MaxVersion may not be specified together");
        }

        if (named.Count > 0)
        {
            return named.Select(text => LaunchTemplateRequest.Version(template, text)).Distinct().Select(version => (template, version)).ToList();
        }

        var (from, to) = (Bound("MinVersion", least) ?? 1, Bound("MaxVersion", most) ?? long.MaxValue);
        // Newest first, as AWS lists them.
        return template.Versions.Where(version => version.Number >= from && version.Number <= to).Reverse().Select(version => (template, version));
    }

    private static IEnumerable<(LaunchTemplate Template, LaunchTemplateVersion Version)> OfAll(Ec2Call call)
    {
        var wanted = call.Parameters.Values("LaunchTemplateVersion");
        if (wanted.Count == 0)
        {
            throw new AwsException("MissingParameter", "Either LaunchTemplateId or LaunchTemplateName must be specified, or the versions $Latest or $Default");
        }

        if (call.Parameters["MinVersion"] is not null || call.Parameters["MaxVersion"] is not null || wanted.Exists(text => text is not ("$Latest" or "$Default")))
        {
            throw new AwsException(
                "InvalidParameterCombination", "Without LaunchTemplateId and LaunchTemplateName the only versions are $Latest and $Default");
        }

        return call.Region.LaunchTemplates.All.SelectMany(template => wanted
            .Select(text => text == "$Latest" ? template.Latest : template.Default).Distinct().Select(version => (template, version)));
    }

    private static long? Bound(string name, string? text) => text is null ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw AwsException.InvalidParameter(name, text, "The value must be a version number.");

    private static IEnumerable<string?>? Property((LaunchTemplate Template, LaunchTemplateVersion Version) item, string name) => name switch
    {
        "create-time" => [XmlOut.Time(item.Version.CreateTime)],
        "image-id" => [item.Version.Data["ImageId"]],
        "instance-type" => [item.Version.Data["InstanceType"]],
        "is-default-version" => [item.Template.Default == item.Version ? "true" : "false"],
        _ => null,
    };
}
