using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyLaunchTemplate.html: sets the default version.</summary>
internal static class ModifyLaunchTemplate
{
    public static readonly Ec2Action Action = new(
        "ModifyLaunchTemplate", ["LaunchTemplateId", "LaunchTemplateName", "SetDefaultVersion", "ClientToken"], Execute);

    private static void Execute(Ec2Call call, XmlOut xml)
    {
        var template = LaunchTemplateRequest.One(call);
        LaunchTemplateRequest.ClientToken(call);
        var version = LaunchTemplateRequest.Version(template, call.Parameters.Required("SetDefaultVersion"));
        call.EndDryRun();
        template.SetDefault(version.Number);
        LaunchTemplateXml.Template(xml, "launchTemplate", template);
    }
}
