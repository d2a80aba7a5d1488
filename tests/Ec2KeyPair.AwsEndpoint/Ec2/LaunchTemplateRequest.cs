using System.Buffers;
using System.Globalization;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Templates;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>How requests name a launch template and a version of it, and what AWS says when there is none.</summary>
internal static class LaunchTemplateRequest
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-()./_");

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <summary>By id or by name, and never by both.</summary>
    public static LaunchTemplate One(Ec2Call call)
    {
        var (id, name) = (call.Parameters["LaunchTemplateId"], call.Parameters["LaunchTemplateName"]);
        return (id, name) switch
        {
            ({ Length: > 0 }, { Length: > 0 }) => throw new AwsException(
                "InvalidParameterCombination", "Only one of LaunchTemplateId and LaunchTemplateName may be specified"),
            ({ Length: > 0 }, _) => ById(call, id),
            (_, { Length: > 0 }) => ByName(call, name),
            _ => throw new AwsException("MissingParameter", "Either LaunchTemplateId or LaunchTemplateName must be specified"),
        };
    }

    public static LaunchTemplate ById(Ec2Call call, string id) => !IsWellFormed(id)
        ? throw new AwsException("InvalidLaunchTemplateId.Malformed", $"The ID '{id}' is not well-formed.")
        : call.Region.LaunchTemplates.FindById(id)
            ?? throw new AwsException("InvalidLaunchTemplateId.NotFound", $"The specified launch template, with template ID {id}, does not exist.");

    public static LaunchTemplate ByName(Ec2Call call, string name) => call.Region.LaunchTemplates.FindByName(RequireName(name))
        ?? throw new AwsException("InvalidLaunchTemplateName.NotFoundException", $"The specified launch template, with template name {name}, does not exist.");

    public static string RequireName(string name) => name.Length is >= 3 and <= 128 && name.AsSpan().IndexOfAnyExcept(NameCharacters) < 0
        ? name
        : throw new AwsException(
            "InvalidLaunchTemplateName.MalformedException",
            "A launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: - ( ) . / _.");

    /// <summary>A number, $Latest or $Default.</summary>
    public static LaunchTemplateVersion Version(LaunchTemplate template, string text) => text switch
    {
        "$Latest" => template.Latest,
        "$Default" => template.Default,
        _ => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? template.Find(number) ?? throw NoSuchVersion(template, text)
            : throw AwsException.InvalidParameter("launchTemplateVersion", text, "A version is a number, $Latest or $Default."),
    };

    public static AwsException NoSuchVersion(LaunchTemplate template, string version) => new(
        "InvalidLaunchTemplateId.VersionNotFound", $"Could not find the specified version {version} for the launch template with ID {template.Id}.");

    public static string? Description(Ec2Call call) => call.Parameters["VersionDescription"] is { Length: > 255 } text
        ? throw AwsException.InvalidParameter("VersionDescription", text, "Length exceeds maximum of 255.")
        : call.Parameters["VersionDescription"];

    public static string? ClientToken(Ec2Call call) => call.Parameters["ClientToken"] is not { Length: > 0 } token ? null
        : token.Length > 128 || token.Any(c => c is < ' ' or > '~')
            ? throw AwsException.InvalidParameter("ClientToken", token, "A client token is at most 128 ASCII characters.")
            : token;

    private static bool IsWellFormed(string id) =>
        id.StartsWith("lt-", StringComparison.Ordinal) && id.Length is 11 or 20 && id.AsSpan(3).IndexOfAnyExcept(Hex) < 0;
}
