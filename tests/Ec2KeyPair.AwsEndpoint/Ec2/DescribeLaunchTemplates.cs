using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Templates;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplates.html: in pages of at most 200.</summary>
internal static class DescribeLaunchTemplates
{
    public static readonly Ec2Action Action = new(
        "DescribeLaunchTemplates", ["LaunchTemplateId", "LaunchTemplateName", "Filter", "MaxResults", "NextToken", "IncludeManagedResources"], Execute);

    private static void Execute(Ec2Call call, XmlOut xml)
    {
        var paging = Paging.Read(call, false, 1, 200);
        var filters = Filters.Read(call.Parameters);
        filters.Require(name => name is "create-time" or "launch-template-name" or "tag-key" || name.StartsWith("tag:", StringComparison.Ordinal));
        var named = call.Parameters.Values("LaunchTemplateId").ConvertAll(id => LaunchTemplateRequest.ById(call, id));
        named.AddRange(call.Parameters.Values("LaunchTemplateName").ConvertAll(name => LaunchTemplateRequest.ByName(call, name)));
        call.EndDryRun();
        var found = (named.Count > 0 ? named : call.Region.LaunchTemplates.All).Where(template => filters.Match(template, template.Tags, Property));
        var page = found.Skip(paging.Start).Take(Math.Min(paging.Size, 200) + 1).ToList();
        xml.Open("launchTemplates");
        foreach (var template in page.Take(Math.Min(paging.Size, 200)))
        {
            LaunchTemplateXml.Template(xml, "item", template);
        }

        xml.Close("launchTemplates").Element("nextToken", paging.Next(page.Count, 200));
    }

    private static IEnumerable<string?>? Property(LaunchTemplate template, string name) => name switch
    {
        "launch-template-name" => [template.Name],
        "create-time" => [XmlOut.Time(template.CreateTime)],
        _ => null,
    };
}
