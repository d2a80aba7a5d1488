using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Templates;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html: launch parameters are not
/// checked for sense, so the key pair that is named need not exist.
/// </summary>
internal static class CreateLaunchTemplate
{
    public static readonly Ec2Action Action = new(
        "CreateLaunchTemplate", ["LaunchTemplateName", "LaunchTemplateData", "VersionDescription", "ClientToken", "TagSpecification"], Execute);

    private static void Execute(Ec2Call call, XmlOut xml)
    {
        var name = LaunchTemplateRequest.RequireName(call.Parameters.Required("LaunchTemplateName"));
        var data = TemplateData.Read(call.Parameters);
        var description = LaunchTemplateRequest.Description(call);
        var token = LaunchTemplateRequest.ClientToken(call);
        var tags = Tags.FromSpecification(call.Parameters, "launch-template");
        call.EndDryRun();
        var templates = call.Region.LaunchTemplates;
        if (token is not null && templates.ClientTokens.TryGetValue("create " + token, out var earlier))
        {
            LaunchTemplateXml.Template(xml, "launchTemplate", earlier.Template);
            return;
        }

        var template = templates.Add(name, call.CallerArn, tags, data, description)
            ?? throw new AwsException("InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use.");
        if (token is not null)
        {
            templates.ClientTokens["create " + token] = (template, template.Latest);
        }

        LaunchTemplateXml.Template(xml, "launchTemplate", template);
    }
}
