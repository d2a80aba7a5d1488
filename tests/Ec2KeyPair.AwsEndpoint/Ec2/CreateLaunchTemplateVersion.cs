using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Templates;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html: with a source version its
/// parameters are inherited, and those that are given take their place. The new version is never made the default.
/// </summary>
internal static class CreateLaunchTemplateVersion
{
    public static readonly Ec2Action Action = new(
        "CreateLaunchTemplateVersion",
        ["LaunchTemplateId", "LaunchTemplateName", "SourceVersion", "VersionDescription", "LaunchTemplateData", "ClientToken", "ResolveAlias"],
        Execute);

    private static void Execute(Ec2Call call, XmlOut xml)
    {
        var template = LaunchTemplateRequest.One(call);
        var data = TemplateData.Read(call.Parameters);
        var source = call.Parameters["SourceVersion"] is { Length: > 0 } text ? LaunchTemplateRequest.Version(template, text) : null;
        var description = LaunchTemplateRequest.Description(call);
        var token = LaunchTemplateRequest.ClientToken(call);
        call.EndDryRun();
        var tokens = call.Region.LaunchTemplates.ClientTokens;
        if (token is not null && tokens.TryGetValue("version " + token, out var earlier))
        {
            LaunchTemplateXml.Version(xml, "launchTemplateVersion", earlier.Template, earlier.Version);
            return;
        }

        var version = template.AddVersion(source?.Data.With(data) ?? data, description, call.CallerArn, call.Region.Now);
        if (token is not null)
        {
            tokens["version " + token] = (template, version);
        }

        LaunchTemplateXml.Version(xml, "launchTemplateVersion", template, version);
    }
}
