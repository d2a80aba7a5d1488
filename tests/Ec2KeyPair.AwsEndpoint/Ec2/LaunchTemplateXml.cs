using System.Globalization;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Templates;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>Launch templates and their versions as EC2 writes them.</summary>
internal static class LaunchTemplateXml
{
    public static void Template(XmlOut xml, string element, LaunchTemplate template)
    {
        xml.Open(element).Element("launchTemplateId", template.Id).Element("launchTemplateName", template.Name)
            .Element("createTime", template.CreateTime).Element("createdBy", template.CreatedBy)
            .Element("defaultVersionNumber", Number(template.Default.Number)).Element("latestVersionNumber", Number(template.Latest.Number));
        Tags.Write(xml, template.Tags);
        xml.Close(element);
    }

    public static void Version(XmlOut xml, string element, LaunchTemplate template, LaunchTemplateVersion version)
    {
        xml.Open(element).Element("launchTemplateId", template.Id).Element("launchTemplateName", template.Name)
            .Element("versionNumber", Number(version.Number)).Element("versionDescription", version.Description)
            .Element("createTime", version.CreateTime).Element("createdBy", version.CreatedBy)
            .Element("defaultVersion", template.Default.Number == version.Number).Open("launchTemplateData");
        version.Data.Write(xml);
        xml.Close("launchTemplateData").Close(element);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
