using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>
/// The name of the parameter in which an instance's new password is kept, as a template: <c>/fleet/{InstanceId}/administrator</c>.
/// <c>{InstanceId}</c> has to be in it, <c>{UserName}</c> may be.
/// </summary>
public sealed class PasswordParameterName
{
    // Systems Manager API Reference, PutParameter: 1,011 characters, 15 levels, no name that begins with aws or ssm.
    private const int LongestName = 1011;
    private const int MostLevels = 15;
    private const string InstanceId = "{InstanceId}";
    private const string UserName = "{UserName}";
    private static readonly Regex Form = new(@"\A/?[A-Za-z0-9_.\-]+(/[A-Za-z0-9_.\-]+)*\z", RegexOptions.CultureInvariant);
    private static readonly Regex Reserved = new(@"\A/?(aws|ssm)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
    private readonly string _template;

    private PasswordParameterName(string template) => _template = template;

    /// <summary>Takes a template that gives every instance a parameter of its own.</summary>
    /// <exception cref="Ec2KeyPairException">ParameterInvalid.</exception>
    public static PasswordParameterName Parse(string template)
    {
        var name = new PasswordParameterName(template);
        // Account names have at most 20 characters, of which each may become five.
        var longest = name.For("i-0123456789abcdef0", new string('\u00e9', 20));
        var fault = !template.Contains(InstanceId) ? $"has no {InstanceId}: all passwords would go into one parameter"
            : longest.Length > LongestName ? $"makes names of more than {LongestName:N0} characters"
            : longest.Count(character => character == '/') > MostLevels ? $"has more than {MostLevels} levels"
            : Reserved.IsMatch(longest) ? "begins with 'aws' or 'ssm', which Parameter Store keeps for itself"
            : longest.Contains('/') && longest[0] != '/' ? "has levels, and so has to begin with '/'"
            : !Form.IsMatch(longest) ? $"has more than letters, digits, . - _ / and the places {InstanceId} and {UserName}"
            : null;
        return fault is null
            ? name
            : throw new Ec2KeyPairException(
                ErrorCondition.ParameterInvalid,
                $"The parameter name '{Text.Printable.Text(template)}' {fault}.",
                template,
                "Give one like '/fleet/{InstanceId}/administrator'.");
    }

    /// <summary>The parameter for one account of one instance.</summary>
    public string For(string instanceId, string userName) => _template.Replace(InstanceId, instanceId).Replace(UserName, Escaped(userName));

    /// <summary>The template.</summary>
    public override string ToString() => _template;

    // Parameter names have neither blanks nor letters beyond ASCII, account names have. Always four digits, and for the
    // sign of the escape too: two accounts never meet in one parameter.
    private static string Escaped(string userName)
    {
        var name = new StringBuilder();
        foreach (var c in userName)
        {
            if (c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '.') name.Append(c);
            else name.Append('_').Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }

        return name.ToString();
    }
}
